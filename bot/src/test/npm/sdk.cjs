// The client the mobile app grew from: signs in, listens, and says on standard output what it hears.
// node sdk.cjs <host:port> <token>
global.WebSocket = require('ws');
const { Rocketchat } = require('@rocket.chat/sdk');

const [host, token] = process.argv.slice(2);
const say = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));
const silent = () => {};
const logger = { debug: silent, info: silent, warning: silent, warn: silent, error: silent };

async function main() {
  const client = new Rocketchat({ host, useSsl: false, protocol: 'ddp', reopen: 300, logger });
  await client.connect({ host, useSsl: false, reopen: 300 });
  try {
    const account = await client.resume({ token });
    say('signed-in', { id: account.id });
  } catch (error) {
    say('refused', { why: String(error?.reason ?? error?.message ?? error) });
    process.exit(0);
  }
  await client.onStreamData('stream-room-messages', ({ fields }) => {
    const [message, room] = fields.args;
    say('message', { id: message._id, text: message.msg, ts: message.ts, edited: !!message.editedAt, room });
  });
  await client.subscribe('stream-room-messages', '__my_messages__');
  say('subscribed');
  process.stdin.on('end', () => process.exit(0)).resume();
}

main().catch((error) => {
  say('failed', { why: String(error?.reason ?? error?.message ?? error) });
  process.exit(1);
});
