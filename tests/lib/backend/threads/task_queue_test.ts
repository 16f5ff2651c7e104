import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  LAYOUT,
  TaskQueue,
} from "../../../../lib/backend/threads/task_queue.ts";

/** Gives a queue tasks, each of so many calls of ten integers. */
function queueOf(tasks: number[], calls = 1): TaskQueue {
  const queue = new TaskQueue();
  for (const task of tasks) {
    queue.begin();
    for (let i = 0; i < calls; i++) queue.write(0, new Array(10).fill(i));
    queue.publish(task);
  }
  return queue;
}

/** Does what a worker does when it begins the next task. */
function beginNext({ buffer }: TaskQueue): void {
  Atomics.add(new Int32Array(buffer), LAYOUT.GIVEN, 1 << 16);
}

Deno.test("TaskQueue.takeBack() gives tasks that are not begun, the last one first", () => {
  const queue = queueOf([7, 9]);
  strictEqual(queue.waiting, 2);
  deepStrictEqual(
    [queue.takeBack(), queue.takeBack(), queue.takeBack()],
    [9, 7, undefined],
  );
  strictEqual(queue.waiting, 0);
  strictEqual(queue.finish(), undefined);
});

Deno.test("TaskQueue.takeBack() leaves a task that the worker has begun", () => {
  const queue = queueOf([7, 9]);
  beginNext(queue);
  deepStrictEqual([queue.takeBack(), queue.takeBack()], [9, undefined]);
  strictEqual(queue.waiting, 1);
});

Deno.test("TaskQueue.takeBack() leaves a task of more calls than a slot holds", () => {
  const queue = queueOf([7], Math.ceil(LAYOUT.SLOT_WORDS / 12));
  strictEqual(queue.waiting, 2);
  strictEqual(queue.takeBack(), undefined);
});

Deno.test("TaskQueue.takeBack() holds when the counts start again at zero", () => {
  const queue = new TaskQueue();
  const words = new Int32Array(queue.buffer);
  words[LAYOUT.GIVEN] = -1;
  words[LAYOUT.FINISHED] = 0xffff;
  queue.begin();
  queue.publish(3);
  strictEqual(queue.waiting, 1);
  strictEqual(queue.takeBack(), 3);
  strictEqual(queue.waiting, 0);
});
