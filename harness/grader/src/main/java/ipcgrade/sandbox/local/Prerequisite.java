package ipcgrade.sandbox.local;

import ipcgrade.spec.Spec.Text;

/**
 * Something that the local sandbox needs of the machine.
 *
 * @param name of a command or an ability
 * @param detail what was found: a version, or what went wrong
 * @param remedy what to do if it is not {@code ok}
 */
public record Prerequisite(String name, boolean ok, String detail, Text remedy) {}
