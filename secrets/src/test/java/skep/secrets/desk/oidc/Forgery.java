package skep.secrets.desk.oidc;

/** What can be wrong with the ID token of a provider that errs, or of somebody who acts as one. */
public enum Forgery {
  NONE,
  OTHER_NONCE,
  NO_NONCE,
  OTHER_AUDIENCE,
  OTHER_PARTY,
  SEVERAL_AUDIENCES_AND_NO_PARTY,
  OTHER_ISSUER,
  EXPIRED,
  NO_EXPIRY,
  ISSUED_IN_THE_FUTURE,
  NAMES_NOBODY,
  OTHER_ACCESS_TOKEN,
  NO_TOKEN,
  UNSIGNED,
  SIGNED_WITH_THE_PUBLIC_KEY_AS_A_SECRET,
  SIGNED_WITH_THE_CLIENTS_SECRET,
  ALTERED_AFTER_SIGNING,
  UNKNOWN_KEY,
  OTHER_KEY_OF_THAT_NAME
}
