package ipcgrade.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The seccomp profile")
class SeccompProfileTest {
  /** What https://docs.docker.com/engine/security/seccomp names as denied by Docker's default profile. */
  private static final Set<String> DENIED_BY_DEFAULT =
      Set.of(
          "acct", "add_key", "bpf", "clock_settime", "clone", "create_module", "delete_module",
          "finit_module",
          "get_kernel_syms", "get_mempolicy", "init_module", "ioperm", "iopl", "kcmp", "kexec_file_load",
          "kexec_load", "keyctl", "lookup_dcookie", "mbind", "mount", "move_pages", "nfsservctl",
          "open_by_handle_at", "perf_event_open", "pivot_root", "process_vm_readv", "process_vm_writev",
          "query_module", "quotactl", "reboot", "request_key", "set_mempolicy", "setns", "settimeofday",
          "stime",
          "swapon", "swapoff", "sysfs", "_sysctl", "umount", "umount2", "unshare", "uselib", "userfaultfd",
          "ustat", "vm86", "vm86old", "io_uring_setup", "io_uring_enter", "io_uring_register", "sethostname",
          "setdomainname", "chroot", "vhangup", "syslog", "fanotify_init", "fsopen", "fsmount", "fspick",
          "fsconfig", "move_mount", "open_tree", "mount_setattr");

  private final JsonNode profile = JsonMapper.shared().readTree(Resources.bytes("seccomp.json"));

  @Test
  @DisplayName("allows beyond Docker's default what namespaces, their file systems and the tracer need")
  void beyondDefault() {
    List<String> own = new ArrayList<>();
    for (JsonNode entry : entries("ipcgrade: ")) {
      for (JsonNode name : entry.get("names")) {
        JsonNode arguments = entry.path("args");
        own.add(name.stringValue() + (arguments.isEmpty() ? "" : " " + arguments.get(0).get("value")));
      }
    }
    assertEquals(
        List.of(
            "clone", "unshare", "mount", "pivot_root", "sethostname", "umount2", "setns",
            "personality 262144",
            "process_vm_readv", "process_vm_writev"),
        own);
  }

  @Test
  @DisplayName("allows nothing else that the default denies")
  void nothingElse() {
    Set<String> denied = new TreeSet<>();
    for (JsonNode entry : entries("Docker's default")) {
      if (entry.get("action").stringValue().equals("SCMP_ACT_ALLOW")) {
        entry.get("names").forEach(name -> denied.add(name.stringValue()));
      }
    }
    denied.retainAll(DENIED_BY_DEFAULT);
    assertEquals(Set.of(), denied);
  }

  @Test
  @DisplayName("denies what it does not name, and names nothing twice")
  void complete() {
    assertEquals("SCMP_ACT_ERRNO", profile.get("defaultAction").stringValue());
    assertEquals(profile.get("syscalls").size(),
        entries("Docker's default").size() + entries("ipcgrade: ").size());
    Set<String> seen = new HashSet<>();
    for (JsonNode entry : profile.get("syscalls")) {
      for (JsonNode name : entry.get("names")) {
        assertTrue(seen.add(name.stringValue() + entry.path("args")), name::stringValue);
      }
    }
  }

  private List<JsonNode> entries(String comment) {
    return profile.get("syscalls").valueStream()
        .filter(entry -> entry.get("comment").stringValue().startsWith(comment))
        .toList();
  }
}
