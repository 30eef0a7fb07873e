package ipcgrade.reference.registro;

import ipcgrade.reference.family.Child;
import ipcgrade.reference.family.Family;
import ipcgrade.reference.family.Log;

/** Il processo padre: starts all others and sees to it that they end. */
final class Parent {
  static final String REGISTRY = "registro";
  static final String SERVER = "server";
  static final String CLIENT = "client";

  private Parent() {}

  /** Runs the whole; returns when every process has ended and every queue is gone. */
  static void run() {
    try (Family family = new Family()) {
      Child registry = family.start(REGISTRY);
      Mailbox requests = new Mailbox(registry.awaitQueue());
      Mailbox answers = new Mailbox(registry.awaitQueue());
      for (int server = 1; server <= Server.COUNT; server++) {
        family.start(SERVER, server, requests.msqid());
      }
      for (int client = 1; client <= Client.COUNT; client++) {
        family.start(CLIENT, client, requests.msqid(), answers.msqid());
      }
      family.await(CLIENT);
      Log.line("padre: i client hanno terminato, exit al registro");
      requests.send(new Mail.Exit());
      family.awaitAll();
    }
  }
}
