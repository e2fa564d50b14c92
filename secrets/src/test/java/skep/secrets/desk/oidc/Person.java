package skep.secrets.desk.oidc;

/**
 * Who can be signed in, at the fake provider and at Keycloak alike: the realm file says the same.
 */
public record Person(String id, String name, String password, String email, boolean verified) {
  public static final Person ANNA =
      new Person(
          "5ec12e75-0000-4000-8000-00000000a22a",
          "anna",
          "anna-password",
          "anna@example.org",
          true);

  /** Nobody checked yet that the address is his. */
  public static final Person BEN =
      new Person(
          "5ec12e75-0000-4000-8000-000000000be2", "ben", "ben-password", "ben@example.org", false);

  /** May not sign in any more. */
  public static final Person CARL =
      new Person(
          "5ec12e75-0000-4000-8000-000000000ca1",
          "carl",
          "carl-password",
          "carl@example.org",
          true);
}
