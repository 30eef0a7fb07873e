package ipcgrade.reference.onequeue;

import ipcgrade.reference.family.Child;
import ipcgrade.reference.family.Family;
import ipcgrade.reference.family.Log;
import ipcgrade.reference.msg.MessageQueue;

/** Il processo padre: starts the server and the clients, and stops the server when they are done. */
final class Parent {
  static final String SERVER = "server";
  static final String CLIENT = "client";

  private Parent() {}

  /** Runs the whole; returns when every process has ended and the queue is gone. */
  static void run() {
    try (Family family = new Family()) {
      Child server = family.start(SERVER);
      MessageQueue queue = server.awaitQueue();
      for (int client = 1; client <= Client.COUNT; client++) {
        family.start(CLIENT, queue.msqid());
      }
      family.await(CLIENT);
      Log.line("padre: i client hanno terminato, SIGTERM al server");
      server.terminate();
      family.awaitAll();
    }
  }
}
