// One JSON line: what a paced download costs the daemon with no watcher and with many; see bench/watchers.
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(process.env.NODE_MODULES + '/');
const WebSocket = require('ws');
const WATCHERS = +process.argv[2];
const ROUNDS = +process.argv[3];
const SONG_SECONDS = 10; // of the download
const TICK_MS = 20;

const home = process.env.SFA_HOME;
const find = (name) => readdirSync(home, { recursive: true }).find((file) => file.endsWith(name));
const daemon = JSON.parse(readFileSync(`${home}/${find('daemon.json')}`));
const token = readFileSync(daemon.token_file, 'utf8').trim();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// utime and stime, in ticks of 10 ms.
function cpuSeconds() {
  const fields = readFileSync(`/proc/${daemon.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (+fields[11] + +fields[12]) / 100;
}

// Another song at each turn: the same would be found again instead of downloaded.
function song(turn) {
  const bytes = Buffer.alloc(44 + 4 * 44100 * 60);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(44100, 24);
  bytes.writeUInt32LE(4 * 44100, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let i = 44; i < bytes.length; i += 2) bytes.writeInt16LE(Math.round(8000 * Math.sin((i * (turn + 3)) / 500)), i);
  return bytes;
}

const server = createServer(async (request, response) => {
  const bytes = song(+request.url.match(/\d+/)[0]);
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': bytes.length });
  if (request.method === 'HEAD') return response.end();
  const start = performance.now();
  for (let sent = 0; sent < bytes.length; ) {
    const due = Math.min(bytes.length, Math.ceil((bytes.length * (performance.now() - start)) / (1000 * SONG_SECONDS)));
    if (due > sent) response.write(bytes.subarray(sent, due));
    sent = Math.max(sent, due);
    await sleep(TICK_MS);
  }
  response.end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

let deliveries = 0;
const ends = new Map(); // job id -> watchers that have seen its end

async function watcher() {
  const socket = new WebSocket(`${daemon.url.replace('http', 'ws')}/socket/websocket?vsn=2.0.0&token=${token}`, {
    perMessageDeflate: false,
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  await new Promise((resolve) => {
    socket.on('message', (data) => {
      const [, , , event, payload] = JSON.parse(data);
      if (event === 'phx_reply') return resolve();
      deliveries++;
      if (event === 'job:completed' || event === 'job:failed') ends.set(payload.job_id, (ends.get(payload.job_id) ?? 0) + 1);
    });
    socket.send(JSON.stringify(['1', '1', 'jobs:all', 'phx_join', {}]));
  });
  return socket;
}

async function api(method, path, body) {
  const response = await fetch(daemon.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return (await response.json()).data;
}

async function turn(number, watchers) {
  const sockets = [];
  while (sockets.length < watchers) sockets.push(...await Promise.all(Array.from({ length: Math.min(50, watchers - sockets.length) }, watcher)));
  await sleep(1500);
  deliveries = 0;
  const before = cpuSeconds();
  const submitted = await api('POST', '/api/download/track', { url: `http://127.0.0.1:${server.address().port}/${number}.wav`, quality: 'lossless' });
  const id = submitted.id ?? submitted.job_id;
  let job;
  do {
    await sleep(500);
    job = await api('GET', `/api/jobs/${id}`);
  } while (!job.finished_at);
  await sleep(500);
  const cpu = cpuSeconds() - before;
  const complete = (ends.get(id) ?? 0) === watchers;
  sockets.forEach((socket) => socket.terminate());
  await sleep(500);
  return { watchers, status: job.status, seconds: (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000, cpu_s: +cpu.toFixed(2), deliveries, all_saw_the_end: complete };
}

const turns = [];
for (let round = 0; round <= ROUNDS; round++) {
  for (const watchers of [0, WATCHERS]) {
    const result = await turn(turns.length, watchers);
    turns.push(result);
    if (round > 0) console.error(JSON.stringify(result)); // the first round warms up
  }
}
const of = (watchers, field) => turns.slice(2).filter((t) => t.watchers === watchers).map((t) => t[field]).sort((a, b) => a - b);
const median = (values) => values[Math.floor(values.length / 2)];
const extra = median(of(WATCHERS, 'cpu_s')) - median(of(0, 'cpu_s'));
console.log(JSON.stringify({
  watchers: WATCHERS,
  rounds: ROUNDS,
  seconds_alone: median(of(0, 'seconds')),
  seconds_watched: median(of(WATCHERS, 'seconds')),
  cpu_s_alone: median(of(0, 'cpu_s')),
  cpu_s_watched: median(of(WATCHERS, 'cpu_s')),
  deliveries: median(of(WATCHERS, 'deliveries')),
  us_of_cpu_a_delivery: +((1e6 * extra) / median(of(WATCHERS, 'deliveries'))).toFixed(1),
}));
process.exit(0);
