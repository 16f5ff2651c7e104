/**
 * Contents of the messages on stdin, where the kernel asks and the client
 * answers.
 *
 * @module
 */

/** `input_request`, sent only if the running request allows stdin. */
export interface InputRequest {
  prompt: string;
  /** Whether what is typed must not be shown. */
  password: boolean;
}

/** `input_reply`. */
export interface InputReply {
  value: string;
}
