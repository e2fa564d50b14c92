import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies the jars of a folder without their signatures: the JVM leaves the classes of a signed jar
 * out of the AOT cache and verifies them anew at each start. Maven has checked the jars by then.
 */
final class Unsigned {
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  public static void main(String[] folders) throws IOException {
    for (String folder : folders) {
      List<Path> jars;
      try (var files = Files.list(Path.of(folder))) {
        jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      }
      for (Path jar : jars) {
        if (isSigned(jar)) {
          Path copy = jar.resolveSibling(jar.getFileName() + ".unsigned");
          copy(jar, copy);
          Files.move(copy, jar, REPLACE_EXISTING);
        }
      }
    }
  }

  private static boolean isSigned(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
    }
  }

  private static void copy(Path jar, Path copy) throws IOException {
    try (var zip = new ZipFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!SIGNATURE.matcher(entry.getName()).matches()) {
          out.putNextEntry(entry(entry));
          zip.getInputStream(entry).transferTo(out);
          out.closeEntry();
        }
      }
    }
  }

  private static ZipEntry entry(ZipEntry from) {
    ZipEntry entry = new ZipEntry(from.getName());
    entry.setTime(from.getTime());
    return entry;
  }
}
