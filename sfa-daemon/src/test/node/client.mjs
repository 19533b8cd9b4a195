// Drives the Phoenix client from npm: takes commands as JSON lines on stdin, reports what it sees as JSON lines on stdout.
import { createInterface } from "node:readline";
import { LongPoll, Socket } from "phoenix";
import WebSocket from "ws";

const started = Date.now();
const say = (message) => process.stdout.write(JSON.stringify({ ...message, at: Date.now() - started }) + "\n");
const shown = (value) =>
  value instanceof ArrayBuffer ? { hex: Buffer.from(value).toString("hex") } : value === undefined ? null : value;
const bytes = (payload) =>
  payload && payload.hex !== undefined ? new Uint8Array(Buffer.from(payload.hex, "hex")).buffer : payload;

let socket;
const channels = {};

// What a browser has, and the client's fallback looks for.
const stored = {};
const storage = { getItem: (key) => stored[key] ?? null, setItem: (key, value) => (stored[key] = value) };

// A network that lets no WebSocket through.
class Blocked extends WebSocket {
  constructor(url, protocols) {
    super(url.replace("/socket/websocket", "/blocked"), protocols);
  }
}

const transports = { websocket: WebSocket, longpoll: LongPoll, blocked: Blocked };

const commands = {
  connect({ url, transport = "websocket", options = {} }) {
    socket = new Socket(url, {
      transport: transports[transport],
      sessionStorage: storage,
      longpollerTimeout: 20000,
      ...options,
    });
    socket.onOpen(() => say({ on: "open", transport: socket.transport === LongPoll ? "longpoll" : "websocket" }));
    socket.onClose((event) => say({ on: "close", code: event?.code ?? null, reason: event?.reason ?? null }));
    socket.onError(() => say({ on: "error" }));
    socket.connect();
  },
  join({ topic, name = topic, params = {}, events = [] }) {
    const channel = socket.channel(topic, params);
    channels[name] = channel;
    for (const event of events) {
      channel.on(event, (payload) => say({ on: "event", name, event, payload: shown(payload) }));
    }
    channel.onError((reason) => say({ on: "channel_error", name, reason: shown(reason) }));
    channel.onClose(() => say({ on: "channel_close", name }));
    channel
      .join()
      .receive("ok", (response) => say({ on: "joined", name, response }))
      .receive("error", (response) => say({ on: "refused", name, response }))
      .receive("timeout", () => say({ on: "join_timeout", name }));
  },
  push({ name, event, payload = {}, timeout = 10000 }) {
    const push = channels[name].push(event, bytes(payload), timeout);
    for (const status of ["ok", "error", "maybe"]) {
      push.receive(status, (response) => say({ on: "reply", name, event, status, response: shown(response) }));
    }
    push.receive("timeout", () => say({ on: "timeout", name, event }));
  },
  burst({ name, event, count }) {
    let answered = 0;
    const order = [];
    for (let i = 0; i < count; i++) {
      channels[name].push(event, { i }).receive("ok", (response) => {
        order.push(response.i);
        if (++answered === count) {
          say({ on: "burst", inOrder: order.every((value, index) => value === index), count: order.length });
        }
      });
    }
  },
  ping() {
    say({ on: "ping_sent", sent: socket.ping((ms) => say({ on: "pong", ms })) });
  },
  leave({ name }) {
    channels[name].leave().receive("ok", () => say({ on: "left", name }));
  },
  disconnect() {
    socket.disconnect(() => say({ on: "disconnected" }));
  },
};

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const command = JSON.parse(line);
    commands[command.do](command);
  })
  .on("close", () => process.exit(0));
say({ on: "ready" });
