package ipcgrade.store;

import java.util.List;

/**
 * What a store is about.
 *
 * @param schema {@link #SCHEMA}
 * @param assignment the id of its spec
 * @param shard which part of the class it holds, from 1
 * @param shards how many parts there are; 1 if the class was not split
 * @param submissions the names of all that belong to it, graded or not, in order
 */
public record Head(String schema, String assignment, int shard, int shards, List<String> submissions) {
  /** The form of class.json and its version. */
  public static final String SCHEMA = "ipcgrade/class/1";

  public Head {
    submissions = List.copyOf(submissions);
  }

  /** Of this version's schema. */
  public static Head of(String assignment, int shard, int shards, List<String> submissions) {
    return new Head(SCHEMA, assignment, shard, shards, submissions);
  }
}
