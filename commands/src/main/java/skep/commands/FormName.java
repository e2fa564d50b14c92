package skep.commands;

/**
 * Tells the forms of a verb apart. A handler switches over these without a default: a form that is
 * new in the table does not compile until somebody says what it does.
 */
public sealed interface FormName {
  /** The form's first word after the verb; empty where it has none of its own. */
  String keyword();

  /** Whether it is there to change something, and belongs into the audit. */
  boolean acts();

  /** Of {@code /deploy}. */
  enum Deploy implements FormName {
    PLAN("", true),
    APPROVE("approve", true),
    REJECT("reject", true),
    BREAK_GLASS("break-glass", true),
    CANCEL("cancel", true),
    ABORT("abort", true),
    STATUS("status", false),
    HISTORY("history", false),
    LOCK("lock", true),
    UNLOCK("unlock", true),
    ACCESS("access", false);

    private final String keyword;
    private final boolean acts;

    Deploy(String keyword, boolean acts) {
      this.keyword = keyword;
      this.acts = acts;
    }

    @Override
    public String keyword() {
      return keyword;
    }

    @Override
    public boolean acts() {
      return acts;
    }
  }

  /** Of {@code /rollback}. */
  enum Rollback implements FormName {
    BEFORE,
    TO;

    @Override
    public String keyword() {
      return "";
    }

    @Override
    public boolean acts() {
      return true;
    }
  }

  /** Of {@code /secrets}. */
  enum Secrets implements FormName {
    LIST("list", false),
    DIFF("diff", false),
    HISTORY("history", false),
    SET("set", true),
    TYPED("set", true),
    ROTATE("rotate", true),
    RECIPIENTS("recipients", false),
    ADD("recipients", true),
    REMOVE("recipients", true);

    private final String keyword;
    private final boolean acts;

    Secrets(String keyword, boolean acts) {
      this.keyword = keyword;
      this.acts = acts;
    }

    @Override
    public String keyword() {
      return keyword;
    }

    @Override
    public boolean acts() {
      return acts;
    }
  }

  /** Of {@code /backup}. */
  enum Backup implements FormName {
    STATUS("status", false),
    NOW("now", true),
    LIST("list", false),
    VERIFY("verify", true),
    RETENTION("retention", true),
    RESTORE("restore", true),
    APPROVE("approve", true);

    private final String keyword;
    private final boolean acts;

    Backup(String keyword, boolean acts) {
      this.keyword = keyword;
      this.acts = acts;
    }

    @Override
    public String keyword() {
      return keyword;
    }

    @Override
    public boolean acts() {
      return acts;
    }
  }

  /** Of verbs that only look. */
  enum Look implements FormName {
    ALL,
    ONE;

    @Override
    public String keyword() {
      return "";
    }

    @Override
    public boolean acts() {
      return false;
    }
  }
}
