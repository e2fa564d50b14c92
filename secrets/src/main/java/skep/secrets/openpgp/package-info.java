/**
 * OpenPGP keys and messages as GnuPG makes and reads them: people's public keys, the bot's secret
 * key, and small encrypted files for one recipient each.
 *
 * <p>Must not know git, git-crypt's formats or where a key comes from. Bouncy Castle stays in here.
 */
package skep.secrets.openpgp;
