/**
 * The commands and events of the Chrome DevTools Protocol that the kernel
 * uses, spelled as in the protocol.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/v8/
 * @module
 */

/** The first properties and entries of a value; accessors are not run. */
export interface ObjectPreview {
  type: string;
  subtype?: string;
  description?: string;
  /** Whether there are more. */
  overflow: boolean;
  properties: {
    name: string;
    type: string;
    subtype?: string;
    value?: string;
  }[];
  entries?: { key?: ObjectPreview; value: ObjectPreview }[];
}

/** Mirror of a value in the runtime; `objectId` only where it is no primitive. */
export interface RemoteObject {
  type: string;
  subtype?: string;
  className?: string;
  value?: unknown;
  unserializableValue?: string;
  description?: string;
  objectId?: string;
  preview?: ObjectPreview;
}

export interface CallArgument {
  value?: unknown;
  unserializableValue?: string;
  objectId?: string;
}

export interface CallFrame {
  functionName: string;
  scriptId: string;
  url: string;
  /** Zero-based. */
  lineNumber: number;
  /** Zero-based. */
  columnNumber: number;
}

/** A place in a script; zero-based. */
export interface Location {
  scriptId: string;
  lineNumber: number;
  columnNumber?: number;
}

/** What a paused frame sees, from the inside out. */
export interface Scope {
  type: string;
  object: RemoteObject;
}

/** A frame of the stack that the debugger paused. */
export interface PausedFrame {
  callFrameId: string;
  functionName: string;
  location: Location;
  scopeChain: Scope[];
  this: RemoteObject;
  /** The value that the function is about to return; only at its end. */
  returnValue?: RemoteObject;
}

/** The awaiting or scheduling code behind a stack. */
export interface StackTrace {
  description?: string;
  callFrames: CallFrame[];
  parent?: StackTrace;
}

export interface ExceptionDetails {
  text: string;
  lineNumber: number;
  columnNumber: number;
  url?: string;
  scriptId?: string;
  stackTrace?: { callFrames: CallFrame[] };
  exception?: RemoteObject;
}

export interface EvaluateResult {
  result: RemoteObject;
  exceptionDetails?: ExceptionDetails;
}

export interface PropertyDescriptor {
  name: string;
  value?: RemoteObject;
  get?: RemoteObject;
  enumerable: boolean;
  isOwn?: boolean;
  symbol?: RemoteObject;
}

/** Parameters and result of each command. */
export interface Commands {
  "Runtime.enable": [Record<string, never>, Record<string, never>];
  "Runtime.evaluate": [{
    expression: string;
    objectGroup?: string;
    replMode?: boolean;
    awaitPromise?: boolean;
    returnByValue?: boolean;
    silent?: boolean;
    generatePreview?: boolean;
    throwOnSideEffect?: boolean;
    timeout?: number;
    contextId?: number;
    /** No breakpoint pauses it, nor a step, until its first `await`. */
    disableBreaks?: boolean;
  }, EvaluateResult];
  "Runtime.compileScript": [{
    expression: string;
    sourceURL: string;
    persistScript: boolean;
  }, { scriptId?: string }];
  "Runtime.callFunctionOn": [{
    functionDeclaration: string;
    objectId: string;
    arguments?: CallArgument[];
    awaitPromise?: boolean;
    returnByValue?: boolean;
    silent?: boolean;
    throwOnSideEffect?: boolean;
    objectGroup?: string;
    generatePreview?: boolean;
  }, EvaluateResult];
  "Runtime.getProperties": [{
    objectId: string;
    ownProperties?: boolean;
    nonIndexedPropertiesOnly?: boolean;
    accessorPropertiesOnly?: boolean;
    generatePreview?: boolean;
  }, {
    result: PropertyDescriptor[];
    privateProperties?: PropertyDescriptor[];
  }];
  "Runtime.globalLexicalScopeNames": [
    { executionContextId?: number },
    { names: string[] },
  ];
  "Runtime.addBinding": [{ name: string }, Record<string, never>];
  "Runtime.terminateExecution": [Record<string, never>, Record<string, never>];
  "Runtime.releaseObjectGroup": [
    { objectGroup: string },
    Record<string, never>,
  ];
  "Runtime.getIsolateId": [Record<string, never>, { id: string }];
  "Runtime.discardConsoleEntries": [
    Record<string, never>,
    Record<string, never>,
  ];
  "Debugger.enable": [Record<string, never>, { debuggerId: string }];
  "Debugger.disable": [Record<string, never>, Record<string, never>];
  "Debugger.pause": [Record<string, never>, Record<string, never>];
  "Debugger.resume": [{ terminateOnResume?: boolean }, Record<string, never>];
  "Debugger.stepInto": [Record<string, never>, Record<string, never>];
  "Debugger.stepOut": [Record<string, never>, Record<string, never>];
  "Debugger.stepOver": [Record<string, never>, Record<string, never>];
  "Debugger.setSkipAllPauses": [{ skip: boolean }, Record<string, never>];
  "Debugger.setBlackboxPatterns": [
    { patterns: string[] },
    Record<string, never>,
  ];
  "Debugger.setAsyncCallStackDepth": [
    { maxDepth: number },
    Record<string, never>,
  ];
  "Debugger.setPauseOnExceptions": [
    { state: "none" | "caught" | "uncaught" | "all" },
    Record<string, never>,
  ];
  "Debugger.setBreakpointByUrl": [
    {
      url: string;
      lineNumber: number;
      columnNumber?: number;
      condition?: string;
    },
    { breakpointId: string; locations: Location[] },
  ];
  "Debugger.removeBreakpoint": [
    { breakpointId: string },
    Record<string, never>,
  ];
  "Debugger.getPossibleBreakpoints": [
    { start: Location; end?: Location },
    { locations: Location[] },
  ];
  "Debugger.getScriptSource": [{ scriptId: string }, { scriptSource: string }];
  "Debugger.evaluateOnCallFrame": [{
    callFrameId: string;
    expression: string;
    objectGroup?: string;
    returnByValue?: boolean;
    silent?: boolean;
    generatePreview?: boolean;
    throwOnSideEffect?: boolean;
    timeout?: number;
  }, EvaluateResult];
  "NodeRuntime.enable": [Record<string, never>, Record<string, never>];
  "NodeWorker.enable": [
    { waitForDebuggerOnStart: boolean },
    Record<string, never>,
  ];
  "NodeWorker.sendMessageToWorker": [
    { sessionId: string; message: string },
    Record<string, never>,
  ];
  "NodeRuntime.notifyWhenWaitingForDisconnect": [
    { enabled: boolean },
    Record<string, never>,
  ];
}

/** Parameters of each event. */
export interface Events {
  "Runtime.bindingCalled": {
    name: string;
    payload: string;
    executionContextId: number;
  };
  "Runtime.exceptionThrown": {
    timestamp: number;
    exceptionDetails: ExceptionDetails;
  };
  "Debugger.scriptParsed": {
    scriptId: string;
    url: string;
    sourceMapURL?: string;
    endLine: number;
  };
  "Debugger.paused": {
    reason: string;
    callFrames: PausedFrame[];
    /** Of an exception: its mirror. */
    data?: RemoteObject & { uncaught?: boolean };
    hitBreakpoints?: string[];
    asyncStackTrace?: StackTrace;
  };
  "Debugger.resumed": Record<string, never>;
  "NodeRuntime.waitingForDisconnect": Record<string, never>;
  "NodeWorker.attachedToWorker": { sessionId: string };
}
