// What a service says of itself and its model, as far as it matters to whoever reads its numbers. Pure.
import type { ServiceDetails } from '../../domain/events.ts';
import { cut, oneLine } from '../../domain/text.ts';
import { mebibytes } from '../../domain/units.ts';

/** `context 4,096, 33/33 layers on GPU, 5.1 GiB in VRAM`; empty where nothing of it is known. */
export function detailsText(details: ServiceDetails): string {
  const { layersOnGpu, modelType, totalSlots } = details;
  const context = details['contextLength'] ?? details['maxModelLen'];
  return [
    ...(modelType === undefined ? [] : [`model type ${word(modelType)}`]),
    ...(context === undefined ? [] : [`context ${word(context)}`]),
    ...(totalSlots === undefined || totalSlots === 1 ? [] : [`${word(totalSlots)} slots`]),
    ...(layersOnGpu === undefined ? [] : [`${word(layersOnGpu)} layers on GPU`]),
    ...inVram(details),
  ].join(', ');
}

function inVram({ sizeMiB, sizeVramMiB, modelMemoryGiB }: ServiceDetails): string[] {
  if (typeof modelMemoryGiB === 'number') return [`${mebibytes(modelMemoryGiB * 1024)} in VRAM`];
  if (typeof sizeVramMiB !== 'number') return [];
  const whole = typeof sizeMiB === 'number' && sizeMiB > sizeVramMiB ? ` of ${mebibytes(sizeMiB)}` : '';
  return [`${mebibytes(sizeVramMiB)}${whole} in VRAM`];
}

function word(value: string | number): string {
  return typeof value === 'number' ? value.toLocaleString('en-GB') : cut(oneLine(value), 40);
}
