import { INSPECT } from "./mime_bundle.ts";

/**
 * Leaves fields out where a value is printed or written as JSON: a layer is
 * hundreds of lines and holds itself. They are read and copied as ever.
 *
 * @param value Is changed.
 */
export function shownWithout<Value extends object>(
  value: Value,
  names: (keyof Value & string)[],
): Value {
  const left = () =>
    Object.fromEntries(
      Object.entries(value).filter(([name]) => !names.includes(name as never)),
    );
  Object.defineProperty(value, INSPECT, {
    value: (inspect: typeof Deno.inspect, options: Deno.InspectOptions) =>
      inspect(left(), options),
  });
  Object.defineProperty(value, "toJSON", { value: left });
  return value;
}
