/**
 * The Secrets desk: a small page where people see and change secrets, and what it talks to.
 *
 * <p>Knows sign-in, sessions, one-time links and HTTP. Must not know chat, Docker or the estate's
 * policy: what somebody may do, and what doing it means, {@link skep.secrets.desk.DeskWork} says.
 */
package skep.secrets.desk;
