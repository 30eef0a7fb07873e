package ipcgrade.reference.queueeach;

import ipcgrade.reference.family.Family;
import ipcgrade.reference.family.Log;

/** Il processo padre: starts the server and the clients, and tells the server when they are done. */
final class Parent {
  static final String SERVER = "server";
  static final String CLIENT = "client";

  private Parent() {}

  /** Runs the whole; returns when every process has ended and every queue is gone. */
  static void run() {
    try (Family family = new Family()) {
      Mailbox inbox = new Mailbox(family.start(SERVER).awaitQueue());
      for (int client = 1; client <= Client.COUNT; client++) {
        family.start(CLIENT, client, inbox.msqid());
      }
      family.await(CLIENT);
      Log.line("padre: i client hanno terminato, exit al server");
      inbox.send(new Mail.Exit());
      family.awaitAll();
    }
  }
}
