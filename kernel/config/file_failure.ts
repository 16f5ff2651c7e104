/** Why a file can't be read, in a few words. */
export function fileFailure(error: Error): string {
  if (error instanceof Deno.errors.NotFound) return "no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "can't be read";
  return error.message;
}

/** Why a file can't be written, without the call and the draft's name. */
export function writeFailure({ message }: Error): string {
  return message.replace(/: \w+ '[^']*'$/, "");
}
