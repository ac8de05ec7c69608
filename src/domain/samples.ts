// What telemetry measures of machine, GPUs and services: the serialised types of telemetry.jsonl. Absent = not measured.

/** One measurement of the machine; a line of `telemetry.jsonl`, never of the journal. */
export interface TelemetrySample {
  readonly at: string;
  readonly elapsedMs: number;
  readonly host: HostSample;
  readonly gpus: readonly GpuSample[];
  readonly services: readonly ServiceSample[];
  /** Processes on the GPUs that belong to no service of this run; only there where the driver tells. */
  readonly foreignGpuProcesses?: readonly GpuProcess[];
}

export interface HostSample {
  readonly cpuPercent?: number;
  readonly memoryUsedMiB?: number;
  readonly memoryTotalMiB?: number;
  /** Swapped in and out since the last sample. */
  readonly swappedMiB?: number;
}

export interface GpuSample {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly vramTotalMiB?: number;
  readonly vramUsedMiB?: number;
  readonly utilizationPercent?: number;
  readonly temperatureC?: number;
  readonly powerW?: number;
  /** Shares the host's memory, so that its figures are those of the host. */
  readonly unified?: true;
  /** Why it runs slower than it could: `thermal`, `power-cap`, `hardware-slowdown`, `power-brake`; empty = it does not. */
  readonly throttling?: readonly string[];
}

/** A process that holds memory of a GPU. */
export interface GpuProcess {
  readonly gpuUuid: string;
  readonly pid: number;
  readonly name: string | null;
  readonly usedMiB?: number;
}

/** Sums over a service's whole process tree. */
export interface ServiceSample {
  readonly service: string;
  readonly processes: number;
  readonly cpuPercent?: number;
  readonly rssMiB?: number;
  /** Sum over its processes on all GPUs, as the driver tells. */
  readonly vramMiB?: number;
}
