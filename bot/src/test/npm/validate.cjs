// Judges recorded requests with the validators Rocket.Chat's server uses, and their texts with the
// parser its clients draw messages with. Says one line for each fault, then a summary.
// node validate.cjs <file of requests, one JSON object a line: method, path, query, body>
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const esbuild = require('esbuild');

/** Published for bundlers: its modules do not load as they are. */
function bundled(name) {
  const file = path.join(__dirname, `${name.replace(/\W/g, '-')}.bundle.cjs`);
  if (!fs.existsSync(file)) {
    esbuild.buildSync({
      stdin: { contents: `module.exports = require('${name}')`, resolveDir: __dirname },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: file,
      logLevel: 'error',
    });
  }
  return require(file);
}

const typings = bundled('@rocket.chat/rest-typings');
const { parse } = require('@rocket.chat/message-parser');

const validators = {
  'POST chat.sendMessage': typings.isChatSendMessageProps,
  'POST chat.update': typings.isChatUpdateProps,
  'POST chat.react': typings.isChatReactProps,
  'POST chat.delete': typings.isChatDeleteProps,
  'POST im.create': typings.isDmCreateProps,
  'GET chat.getMessage': typings.isChatGetMessageProps,
  'GET chat.getThreadMessages': typings.isChatGetThreadMessagesProps,
  'GET chat.syncMessages': typings.isChatSyncMessagesProps,
  'GET groups.members': typings.isGroupsMembersProps,
  'GET settings.public': typings.isSettingsPublicWithPaginationProps,
  'GET users.info': typings.isUsersInfoParamsGetProps,
  'GET rooms.info': typings.isRoomsInfoProps,
};

/** The server checks these itself, without a validator in the package: what it takes. */
const plain = {
  'GET me': [],
  'GET rooms.get': ['updatedSince'],
  'POST rooms.media': null,
  'POST rooms.mediaConfirm': ['msg', 'description', 'tmid', 'groupable', 'fileName', 'fileContent', 'content', 't'],
};

const fault = (request, why) => console.log(JSON.stringify({ request: request.path, why, of: request.body ?? request.query }));

function shape(request) {
  const key = `${request.method} ${request.path.replace(/^(rooms\.media(Confirm)?)\/.*/, '$1')}`;
  const given = request.method === 'GET' ? { ...request.query } : request.body;
  if (key in plain) {
    const strange = Object.keys(given ?? {}).filter((name) => plain[key] && !plain[key].includes(name));
    return strange.length ? `unknown keys ${strange}` : undefined;
  }
  const validator = validators[key];
  if (typeof validator !== 'function') {
    return 'no validator is known for it';
  }
  return validator(given) ? undefined : JSON.stringify(validator.errors);
}

function* nodes(tree) {
  if (Array.isArray(tree)) {
    for (const one of tree) yield* nodes(one);
  } else if (tree && typeof tree === 'object') {
    if (tree.type) yield tree;
    yield* nodes(Object.values(tree).filter((value) => typeof value === 'object'));
  }
}

const plainText = (node) => (typeof node.value === 'string' ? node.value : [...nodes(node.value)].map(plainText).join(''));

/** What a text must never do, whoever wrote parts of it. */
function drawn(text) {
  const all = [...nodes(parse(text, { colors: false, emoticons: false }))];
  const mentions = all.filter((node) => node.type === 'MENTION_USER').map((node) => plainText(node.value));
  if (mentions.some((name) => ['all', 'here'].includes(name))) {
    return 'it calls everybody';
  }
  if (all.some((node) => node.type === 'MENTION_CHANNEL')) {
    // A full stop behind a name counts as part of it: the name is then shown and no link.
    const rooms = all
      .filter((node) => node.type === 'MENTION_CHANNEL')
      .map((node) => plainText(node.value).replace(/[.]$/, ''));
    if (rooms.some((name) => !/^(ops|ops-deployers|ops-leads|ops-alerts|no-such-room)$/.test(name))) return `it names the rooms ${rooms}`;
  }
  const fences = text.split('\n').filter((line) => line.startsWith('```')).length;
  const blocks = all.filter((node) => node.type === 'CODE').length;
  return fences === 2 * blocks ? undefined : `${fences} fences are drawn as ${blocks} blocks`;
}

async function main() {
  const count = { requests: 0, texts: 0, faults: 0 };
  const paths = {};
  for await (const line of readline.createInterface({ input: fs.createReadStream(process.argv[2]) })) {
    const request = JSON.parse(line);
    count.requests += 1;
    paths[`${request.method} ${request.path.replace(/\/.*/, '')}`] = true;
    const text = request.body?.message?.msg ?? request.body?.text;
    const faults = [shape(request), text === undefined ? undefined : drawn(text)].filter(Boolean);
    count.texts += text === undefined ? 0 : 1;
    faults.forEach((why) => fault(request, why));
    count.faults += faults.length;
  }
  console.log(JSON.stringify({ ...count, paths: Object.keys(paths).sort() }));
}

main();
