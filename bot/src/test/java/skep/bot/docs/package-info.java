/**
 * Every example in the README, in {@code bot/docs} and in {@code deploy/reference} is tried here.
 */
package skep.bot.docs;
