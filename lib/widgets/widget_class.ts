/** Which code of the front end a widget is for. */
export interface WidgetClass {
  /** The name that it is shown by. */
  readonly name: string;
  readonly module: string;
  /** A semver range that the front end's version must lie in. */
  readonly version: string;
  readonly model: string;
  /** Absent if it is not seen, such as a link. */
  readonly view?: string;
  /** Where the view is from, if not from `module`. */
  readonly viewModule?: { readonly name: string; readonly version: string };
}

/** What the state of a widget says of its class. */
export function classState(
  { module, version, model, view, viewModule }: WidgetClass,
): Record<string, unknown> {
  return {
    _model_module: module,
    _model_module_version: version,
    _model_name: model,
    _view_module: viewModule?.name ?? module,
    _view_module_version: viewModule?.version ?? version,
    _view_name: view ?? null,
  };
}
