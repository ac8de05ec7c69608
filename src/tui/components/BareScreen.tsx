// A terminal too small for a frame: progress, action, and as many log lines as fit.
import { ActionLine } from './ActionLine.tsx';
import { Log } from './Log.tsx';
import { ProgressLines } from './Progress.tsx';
import type { ScreenProps } from './Screen.tsx';

export function BareScreen({ state, layout, window, elapsedMs }: ScreenProps) {
  return (
    <>
      <ProgressLines state={state} width={layout.width} domains={0} />
      {layout.height > 1 ? <ActionLine state={state} elapsedMs={elapsedMs} /> : null}
      <Log lines={window.lines} width={layout.width} />
    </>
  );
}
