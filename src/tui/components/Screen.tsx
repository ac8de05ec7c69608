// The sections of the screen in one frame, from the run's header to the keys in its last line.
import { Text } from 'ink';
import { oneLine } from '../../domain/text.ts';
import type { DashboardState } from '../../projections/dashboard/state.ts';
import type { Layout } from '../layout.ts';
import type { LogView, LogWindow } from '../log-view.ts';
import { useTheme } from '../theme.ts';
import { ActionLine } from './ActionLine.tsx';
import { Clock } from './Clock.tsx';
import { Header, runTitle } from './Header.tsx';
import { Help } from './Help.tsx';
import { KeyLine } from './KeyLine.tsx';
import { Log, logTitle } from './Log.tsx';
import { Panel } from './Panel.tsx';
import { ProgressLines } from './Progress.tsx';
import { Recent } from './Recent.tsx';
import { Rule, type RuleProps } from './Rule.tsx';
import { StatusPanels, statusSplit } from './StatusPanels.tsx';
import { Waterfall, WaterfallTest, waterfallTitle } from './Waterfall.tsx';

export interface ScreenProps {
  readonly state: DashboardState;
  readonly layout: Layout;
  readonly window: LogWindow;
  readonly view: LogView;
  readonly help: boolean;
  readonly keys: boolean;
  /** Somebody asked for the run to be stopped. */
  readonly stopping: boolean;
  readonly elapsedMs: number;
}

const padding = 4;

export function Screen(props: ScreenProps) {
  const { state, layout, elapsedMs, keys, stopping } = props;
  const { width, header } = layout;
  const clock = <Clock state={state} elapsedMs={elapsedMs} brief={width < 60} />;
  return (
    <>
      <Rule
        width={width}
        kind="top"
        title={runTitle(state.run, width)}
        aside={header === 0 ? clock : <RunId {...props} />}
      />
      {header === 0 ? null : (
        <>
          <Panel width={width} height={header}>
            <Header run={state.run} width={width - padding} />
          </Panel>
          <Rule width={width} title="Progress" aside={clock} />
        </>
      )}
      <Panel width={width} height={1 + layout.domains + 1}>
        <ProgressLines state={state} width={width - padding} domains={layout.domains} />
        <ActionLine state={state} elapsedMs={elapsedMs} />
      </Panel>
      {props.help ? <HelpSection {...props} /> : <Sections {...props} />}
      <Rule width={width} kind="bottom" title={<KeyLine keys={keys} stopping={stopping} width={width} />} />
    </>
  );
}

function RunId({ state }: ScreenProps) {
  const theme = useTheme();
  if (state.run === null) return null;
  return (
    <Text {...theme.faint} wrap="truncate">
      {` ${oneLine(state.run.runId)} `}
    </Text>
  );
}

function Sections({ state, layout, window, view }: ScreenProps) {
  const { width, status, waterfall, recent, log } = layout;
  const split: Pick<RuleProps, 'junction'> =
    status > 0 && layout.wide ? { junction: { at: statusSplit(width), glyph: '┴' } } : {};
  return (
    <>
      {status === 0 ? null : <StatusPanels services={state.services} machine={state.machine} layout={layout} />}
      {waterfall === 0 || state.waterfall === null ? null : (
        <>
          <Rule
            width={width}
            title={waterfallTitle(state.waterfall)}
            aside={<WaterfallTest waterfall={state.waterfall} />}
            {...split}
          />
          <Panel width={width} height={waterfall}>
            <Waterfall waterfall={state.waterfall} width={width - padding} height={waterfall} />
          </Panel>
        </>
      )}
      {recent === 0 ? null : (
        <>
          <Rule width={width} title="Latest results" {...(waterfall === 0 ? split : {})} />
          <Panel width={width} height={recent}>
            <Recent results={state.recent} width={width - padding} height={recent} />
          </Panel>
        </>
      )}
      {log === 0 ? null : (
        <>
          <Rule width={width} title={logTitle(view, window)} {...(recent === 0 && waterfall === 0 ? split : {})} />
          <Panel width={width} height={log}>
            <Log lines={window.lines} width={width - padding} />
          </Panel>
        </>
      )}
    </>
  );
}

/** In place of everything below the progress. */
function HelpSection({ layout: { width, status, waterfall, recent, log } }: ScreenProps) {
  const lines = [status, waterfall, recent, log].reduce((sum, count) => (count === 0 ? sum : sum + count + 1), 0);
  if (lines < 2) return null;
  return (
    <>
      <Rule width={width} title="Help" />
      <Panel width={width} height={lines - 1}>
        <Help />
      </Panel>
    </>
  );
}
