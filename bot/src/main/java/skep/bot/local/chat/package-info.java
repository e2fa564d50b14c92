/**
 * An embedded chat server that speaks Rocket.Chat's protocol (DDP at {@code /websocket}, REST at
 * {@code /api/v1}) with a small chat page, for {@code ./skep try} and for tests. All state is in
 * memory.
 *
 * <p>What it answers follows Rocket.Chat 8: documents as its core typings name them, dates as EJSON
 * on DDP and ISO-8601 on REST, request bodies with unknown keys refused. Must not know the bot: the
 * bot meets it over sockets only.
 */
package skep.bot.local.chat;
