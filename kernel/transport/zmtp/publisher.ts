/**
 * ZeroMQ's XPUB: every subscriber gets every message, and none that does not
 * read holds up the others.
 *
 * Each subscriber has a queue of its own, of bytes that all queues share. Who
 * publishes much awaits `flush`, which waits for those that read: see `Patience`.
 * A stranger, from where no signed request came, is served last. A subscriber
 * with a full queue misses what is published meanwhile, except for messages that
 * are `kept`. A message that is larger than a queue goes to a known subscriber
 * all the same: its queue is longer until it has taken all.
 *
 * @module
 */

import { settled } from "../../time/settled.ts";
import { log } from "../../log/log.ts";
import type { Connection } from "./connection.ts";
import { encodeMessage } from "./frames.ts";
import type { Mechanism } from "./handshake.ts";
import { Listener } from "./listener.ts";
import { LOOK_MS, type Pace, Patience, unknownPace } from "./patience.ts";
import { Subscriptions } from "./subscriptions.ts";

/** What may wait for one subscriber. */
const QUEUE_BYTES = 32 * 1024 * 1024;
/** What kept messages may add to a full queue; above, the connection ends. */
const KEPT_BYTES = 8 * 1024 * 1024;
/** What a topic may have. */
const TOPIC_BYTES = 1024;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** What the publisher reports. */
export interface PublisherOptions {
  places: number;
  mechanism?: Mechanism;
  /** Whether a signed request came from where this connection does. */
  isKnown(connection: Connection): boolean;
  /**
   * Somebody subscribed to this topic; empty means all.
   *
   * @param welcome Sends to that subscriber alone.
   */
  onSubscribe?(topic: string, welcome: (frames: Uint8Array[]) => void): void;
  /** A subscriber reads nothing and from now on misses what is published. */
  onStalled?(): void;
}

interface Subscriber {
  connection: Connection;
  topics: Subscriptions;
  pace: Pace;
  /** The largest message that was sent to it since its queue was empty. */
  largest: number;
  /** Bytes of kept messages that a full queue has taken. */
  keptBytes: number;
  /** Misses what is published, until half its queue is read. */
  misses: boolean;
}

export class Publisher {
  readonly #listener: Listener;
  readonly #options: PublisherOptions;
  readonly #subscribers = new Map<Connection, Subscriber>();
  readonly #patience = new Patience();
  #flushed: PromiseWithResolvers<void> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(listener: Deno.Listener, options: PublisherOptions) {
    this.#options = options;
    this.#listener = new Listener(listener, {
      type: "XPUB",
      accepted: ["SUB", "XSUB"],
      mechanism: options.mechanism,
      places: options.places,
      messageBytes: 1 + TOPIC_BYTES,
      serve: (connection) => this.#serve(connection),
      ended: (connection) => {
        this.#subscribers.delete(connection);
        this.#look();
      },
    });
  }

  /** Bytes that wait for the slowest subscriber that is waited for. */
  get pending(): number {
    let most = 0;
    for (const subscriber of this.#subscribers.values()) {
      const { queued } = subscriber.connection.queue;
      if (queued > most && this.#isWaitedFor(subscriber)) most = queued;
    }
    return most;
  }

  /**
   * Publishes; the first frame is the topic.
   *
   * @param kept Whether also a subscriber with a full queue gets it.
   */
  send(frames: Uint8Array[], kept = false): void {
    const message = { frames, pieces: encodeMessage(frames) };
    const strangers: Subscriber[] = [];
    for (const subscriber of this.#subscribers.values()) {
      if (!subscriber.topics.include(frames[0])) continue;
      const isKnown = this.#options.isKnown(subscriber.connection);
      if (!isKnown) {
        strangers.push(subscriber);
        continue;
      }
      if (subscriber.connection.queue.queued === 0) subscriber.largest = 0;
      if (!this.#write(subscriber, message, kept)) continue;
      const bytes = bytesOf(message.pieces);
      subscriber.largest = Math.max(subscriber.largest, bytes);
    }
    for (const subscriber of strangers) this.#write(subscriber, message, kept);
  }

  /** @returns Whether it was sent. */
  #write(
    subscriber: Subscriber,
    { frames, pieces }: { frames: Uint8Array[]; pieces: Uint8Array[] },
    kept: boolean,
  ): boolean {
    const { connection } = subscriber;
    if (!kept && this.#misses(subscriber)) return false;
    const isFull = connection.queue.queued > roomOf(subscriber);
    subscriber.keptBytes = isFull ? subscriber.keptBytes + bytesOf(pieces) : 0;
    if (subscriber.keptBytes <= KEPT_BYTES) {
      connection.send(frames, pieces);
      return true;
    }
    log.repeated("closed a connection that reads nothing");
    connection.close();
    return false;
  }

  /** Resolves once all that are waited for have taken all. */
  flush(): Promise<void> {
    if (this.pending === 0) return Promise.resolve();
    this.#flushed ??= Promise.withResolvers();
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS);
    return this.#flushed.promise;
  }

  /** Sends what is left, but waits no longer than `lingerMs`. */
  async deliver(lingerMs: number): Promise<void> {
    this.#listener.stop();
    await settled(this.flush(), lingerMs);
    clearInterval(this.#timer);
    for (const connection of this.#listener.connections) connection.close();
  }

  async #serve(connection: Connection): Promise<void> {
    const subscriber: Subscriber = {
      connection,
      topics: new Subscriptions(),
      pace: unknownPace(),
      largest: 0,
      keptBytes: 0,
      misses: false,
    };
    this.#subscribers.set(connection, subscriber);
    connection.queue.onProgress = () => this.#look();
    for (;;) {
      const unit = await connection.next();
      if (unit.kind === "message") {
        // A first byte of 1 is a subscription, 0 the end of one.
        const [frame] = unit.frames;
        if (frame[0] === 1) this.#subscribe(subscriber, frame.subarray(1));
        else if (frame[0] === 0) subscriber.topics.remove(frame.subarray(1));
      } else if (unit.name === "SUBSCRIBE") {
        this.#subscribe(subscriber, unit.data);
      } else if (unit.name === "CANCEL") {
        subscriber.topics.remove(unit.data);
      }
    }
  }

  #subscribe(subscriber: Subscriber, topic: Uint8Array): void {
    const { topics, connection } = subscriber;
    if (!topics.add(topic)) return connection.close();
    let text: string;
    try {
      text = decoder.decode(topic);
    } catch {
      return;
    }
    this.#options.onSubscribe?.(
      text,
      (frames) => connection.send(frames),
    );
  }

  #misses(subscriber: Subscriber): boolean {
    const { queued } = subscriber.connection.queue;
    if (subscriber.misses) subscriber.misses = queued > QUEUE_BYTES / 2;
    else if (queued > roomOf(subscriber)) {
      subscriber.misses = true;
      this.#options.onStalled?.();
    }
    return subscriber.misses;
  }

  #isWaitedFor({ connection, pace }: Subscriber): boolean {
    const isKnown = this.#options.isKnown(connection);
    return this.#patience.isWaitedFor(connection.queue, pace, isKnown);
  }

  #look(): void {
    if (!this.#flushed || this.pending > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#flushed.resolve();
    this.#flushed = undefined;
  }
}

/** What may wait for it before it misses messages. */
function roomOf({ largest }: Subscriber): number {
  return QUEUE_BYTES + largest;
}

function bytesOf(pieces: Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
