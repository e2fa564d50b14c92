/**
 * Runbooks: passages, and answers that stand in them; what finds passages follows. A leaf: knows
 * nothing of chat or Docker.
 */
package skep.runbooks;
