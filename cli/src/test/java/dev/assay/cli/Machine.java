package dev.assay.cli;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;

/** Calls of Java's library whose result depends on the locale or character set of the machine. */
final class Machine {
  private Machine() {}

  /** Whether what is called asks for the locale or the character set without being given it. */
  static boolean asked(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget called)) {
      return false;
    }
    JavaClass owner = called.getOwner();
    if (!owner.getPackageName().startsWith("java.")) {
      return false;
    }
    List<JavaClass> given = called.getRawParameterTypes();
    boolean locale = given.stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
    boolean charset = given.stream().anyMatch(type -> type.isEquivalentTo(Charset.class));
    boolean bytes = given.stream().anyMatch(type -> type.isEquivalentTo(byte[].class));
    boolean stream =
        given.isEmpty()
            || given.stream()
                .noneMatch(
                    type -> type.isAssignableTo(Writer.class) || type.isAssignableTo(Reader.class));
    return switch (called.getName()) {
      case "formatted", "toLowerCase", "toUpperCase" ->
          owner.isEquivalentTo(String.class) && !locale;
      case "format", "printf" ->
          !locale
              && (owner.isEquivalentTo(String.class)
                  || owner.isAssignableTo(PrintStream.class)
                  || owner.isAssignableTo(PrintWriter.class));
      case "ofPattern" -> owner.isEquivalentTo(DateTimeFormatter.class) && !locale;
      case "getDefault" -> owner.isEquivalentTo(Locale.class);
      case "defaultCharset" -> owner.isEquivalentTo(Charset.class);
      case "getBytes" -> owner.isEquivalentTo(String.class) && !charset;
      case "toString" -> owner.isAssignableTo(ByteArrayOutputStream.class) && !charset;
      case "<init>" ->
          !charset
              && (owner.isEquivalentTo(String.class) && bytes
                  || owner.isAssignableTo(InputStreamReader.class)
                  || owner.isAssignableTo(OutputStreamWriter.class)
                  || stream
                      && (owner.isAssignableTo(PrintWriter.class)
                          || owner.isAssignableTo(PrintStream.class)));
      default -> false;
    };
  }

  /** Whether a class formats or reads numbers or dates by locale. */
  static boolean formats(JavaClass type) {
    return type.isAssignableTo(Formatter.class)
        || type.isAssignableTo(Scanner.class)
        || type.isAssignableTo(java.text.Format.class);
  }
}
