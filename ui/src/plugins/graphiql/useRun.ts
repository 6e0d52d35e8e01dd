import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, follow, type GraphQLAnswer, type Question, type Reply } from './ask';

/** What became of the last document run. */
export type Outcome =
  | { state: 'none' }
  | { state: 'asking' }
  | { state: 'answered'; reply: Reply }
  | { state: 'following'; stream: Stream }
  | { state: 'followed'; stream: Stream; stopped: boolean; fault?: Error }
  | { state: 'failed'; fault: Error };

export interface Stream {
  /** The newest events, newest first. */
  shown: readonly GraphQLAnswer[];
  /** How many came in all. */
  count: number;
}

/** So many events of a stream are kept for showing. */
const mostShown = 100;

/** Runs documents one at a time. A new one, `stop` and leaving the page end the one before. */
export function useRun() {
  const [outcome, setOutcome] = useState<Outcome>({ state: 'none' });
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const run = useCallback(async (question: Question, isSubscription: boolean) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const show = (next: Outcome) => {
      if (running.current === controller) setOutcome(next);
    };
    if (isSubscription) await runStream(question, controller.signal, show);
    else await runOnce(question, controller.signal, show);
  }, []);

  const clear = useCallback(() => {
    stop();
    running.current = undefined;
    setOutcome({ state: 'none' });
  }, [stop]);
  return { outcome, run, stop, clear };
}

async function runOnce(question: Question, signal: AbortSignal, show: (outcome: Outcome) => void) {
  show({ state: 'asking' });
  try {
    show({ state: 'answered', reply: await ask(question, signal) });
  } catch (error) {
    show(signal.aborted ? { state: 'none' } : { state: 'failed', fault: error as Error });
  }
}

async function runStream(question: Question, signal: AbortSignal, show: (outcome: Outcome) => void) {
  let stream: Stream = { shown: [], count: 0 };
  // A stream that catches up brings hundreds at once; the page is drawn for many of them together.
  let drawing: ReturnType<typeof setTimeout> | undefined;
  const draw = () => {
    drawing = undefined;
    show({ state: 'following', stream });
  };
  draw();
  let fault: Error | undefined;
  try {
    for await (const answer of follow(question, signal)) {
      stream = { shown: [answer, ...stream.shown].slice(0, mostShown), count: stream.count + 1 };
      drawing ??= setTimeout(draw, 80);
    }
  } catch (error) {
    if (!signal.aborted) fault = error as Error;
  }
  clearTimeout(drawing);
  show({ state: 'followed', stream, stopped: signal.aborted, ...(fault && { fault }) });
}
