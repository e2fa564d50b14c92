// The bot of Rocket.Chat's own client that does nothing but answer, to be measured beside.
// node echo.cjs <address of the server> <name, which is the password too>
global.WebSocket = require('ws');
const { DDPSDK } = require('@rocket.chat/ddp-client');

const [address, name] = process.argv.slice(2);

async function main() {
  const answer = await fetch(`${address}/api/v1/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: name, password: name }),
  });
  const sdk = await DDPSDK.createAndConnect(address);
  await sdk.account.loginWithToken((await answer.json()).data.authToken);
  const seen = new Set();
  const stream = sdk.stream('room-messages', '__my_messages__', (message) => {
    // A thread's first message is streamed again with each reply to it.
    if (!message.tmid && message.msg.startsWith('!echo') && !seen.has(message._id)) {
      seen.add(message._id);
      const reply = { rid: message.rid, tmid: message._id, msg: message.msg };
      sdk.rest.post('/v1/chat.sendMessage', { message: reply }).catch((error) => console.error(error));
    }
  });
  await stream.ready();
  console.log(JSON.stringify({ what: 'subscribed' }));
  process.stdin.on('end', () => process.exit(0)).resume();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
