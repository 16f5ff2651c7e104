import { rejects, strictEqual } from "node:assert/strict";
import { Question } from "../../../kernel/dispatch/question.ts";
import { Session } from "../../../kernel/protocol/message.ts";
import { ContentError } from "../../../kernel/protocol/shape.ts";

const session = new Session();
const asked = () => session.message("input_request", {});
const [client, other] = ["client", "other"].map((name) => [
  new TextEncoder().encode(name),
]);

Deno.test("take() answers the question it names, or the open one if it names none", async () => {
  const question = new Question();
  const [first, second] = [asked(), asked()];
  void question.ask(first.header.msg_id, client);
  const answer = question.ask(second.header.msg_id, client);
  question.take(
    session.message("input_reply", { value: "late" }, first),
    client,
  );
  question.take(
    session.message("input_reply", { value: "right" }, second),
    client,
  );
  strictEqual(await answer, "right");

  const third = question.ask(asked().header.msg_id, client);
  question.take(session.message("input_reply", { value: "bare" }), client);
  strictEqual(await third, "bare");
  // Nobody asked.
  question.take(session.message("input_reply", { value: "again" }), client);
});

Deno.test("take() fails the question when the answer is no text", async () => {
  const question = new Question();
  for (const value of [{ toString: 1 }, null, undefined, 7, ["a"]]) {
    const answer = question.ask(asked().header.msg_id, client);
    question.take(session.message("input_reply", { value }), client);
    await rejects(answer, ContentError);
  }
});

Deno.test("take() takes an answer that names no question from the client that was asked alone", async () => {
  const question = new Question();
  const answer = question.ask(asked().header.msg_id, client);
  question.take(session.message("input_reply", { value: "wrong" }), other);
  question.take(session.message("input_reply", { value: "right" }), client);
  strictEqual(await answer, "right");
});
