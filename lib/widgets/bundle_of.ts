import { DISPLAY, type MimeBundle } from "../display/mime_bundle.ts";

/** What a value looks like: by itself, by the kernel, or as text. */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  const display = (value as { [DISPLAY]?: unknown } | null)?.[DISPLAY];
  if (typeof display === "function") return await display.call(value);
  try {
    // What the kernel makes of tensors, models and other values.
    const { format } = Deno.jupyter as unknown as {
      format(value: unknown): Promise<MimeBundle | undefined>;
    };
    const bundle = await format(value);
    if (bundle) return bundle;
  } catch {
    // Not in a kernel.
  }
  return { "text/plain": Deno.inspect(value) };
}
