/** Why a file can't be read, in a few words. */
export function fileFailure(error: Error): string {
  if (error instanceof Deno.errors.NotFound) return "no such file";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "no permission to read it";
  }
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  return withoutCall(error);
}

/** Why a file can't be written, without the call and the draft's name. */
export const writeFailure = withoutCall;

function withoutCall({ message }: Error): string {
  return message.replace(/: \w+ '[^']*'$/, "");
}
