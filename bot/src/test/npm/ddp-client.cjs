// Rocket.Chat's own client of today: signs in, listens, and says on standard output what it hears.
// node ddp-client.cjs <address of the server> <token>
global.WebSocket = require('ws');
const { DDPSDK } = require('@rocket.chat/ddp-client');

const [address, token] = process.argv.slice(2);
const say = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));
const words = (error) => String(error?.reason ?? error?.message ?? JSON.stringify(error));

async function main() {
  const sdk = await DDPSDK.createAndConnect(address, { retryCount: 50, retryTime: 100 });
  sdk.connection.on('connection', (state) => say('connection', { state }));
  try {
    const account = await sdk.account.loginWithToken(token);
    say('signed-in', { id: account.id });
  } catch (error) {
    say('refused', { why: words(error) });
    process.exit(0);
  }
  const stream = sdk.stream('room-messages', '__my_messages__', (message, room) =>
    say('message', { id: message._id, text: message.msg, ts: message.ts, edited: !!message.editedAt, room }),
  );
  await stream.ready();
  say('subscribed');
  const hidden = sdk.stream('room-messages', 'no-such-room', () => say('leak'));
  hidden.ready().catch((error) => say('not-allowed', { why: words(error) }));
  process.stdin.on('end', () => process.exit(0)).resume();
}

main().catch((error) => {
  say('failed', { why: words(error) });
  process.exit(1);
});
