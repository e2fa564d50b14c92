package skep.commands.backup;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one font of charts, brought along: a container has none, nor the library that looks for some.
 *
 * <p>Without that library the JDK draws no letter, unless a file names the fonts: its
 * FontConfiguration reads the one that the property {@code sun.awt.fontconfig} names, which must
 * know every logical font and a file that exists. Both are written into a folder for temporary
 * files.
 */
final class ChartFont {
  private static final String FILE = "LiberationSans-Regular.ttf";
  private static final String CONFIGURATION = "sun.awt.fontconfig";
  private static final List<String> LOGICAL =
      List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput");
  private static final List<String> STYLES = List.of("plain", "bold", "italic", "bolditalic");

  private ChartFont() {}

  /** To be called before anything else of AWT is. */
  static Font load() throws IOException {
    Path folder = Files.createTempDirectory("skep-font-");
    Path font = folder.resolve(FILE);
    Path configuration = folder.resolve("fontconfig.properties");
    try (InputStream in = ChartFont.class.getResourceAsStream("font/" + FILE)) {
      if (in == null) {
        throw new IOException("the font is missing from the build: " + FILE);
      }
      Files.copy(in, font);
    }
    Files.writeString(configuration, configuration(font));
    List.of(folder, configuration, font).forEach(file -> file.toFile().deleteOnExit());
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, configuration.toString());
    }
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    try {
      return Font.createFont(Font.TRUETYPE_FONT, font.toFile());
    } catch (FontFormatException e) {
      throw new IOException("the font cannot be read", e);
    }
  }

  private static String configuration(Path font) {
    String fonts =
        LOGICAL.stream()
            .flatMap(name -> STYLES.stream().map(style -> name + "." + style))
            .map(name -> name + ".latin-1=Liberation Sans\n")
            .collect(Collectors.joining());
    String file = font.toString().replace("\\", "\\\\");
    return "version=1\n"
        + fonts
        + "sequence.allfonts=latin-1\nfilename.Liberation_Sans="
        + file
        + "\n";
  }
}
