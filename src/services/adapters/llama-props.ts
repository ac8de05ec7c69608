// What llama-server says of itself and its model on /props, and what follows from it.
import * as z from 'zod';
import type { ServiceDetails } from '../../domain/events.ts';
import { ServiceFailure } from '../failure.ts';
import { blindModel } from '../sentences.ts';
import type { Running } from './blueprint.ts';
import { numberDetail } from './details.ts';
import { ownRoute, routeIfAny } from './own-routes.ts';

const propsAnswer = z.object({
  role: z.string().optional(),
  model_path: z.string().optional(),
  build_info: z.string().optional(),
  total_slots: z.number().optional(),
  default_generation_settings: z.object({ n_ctx: z.number().optional() }),
  modalities: z.object({ vision: z.boolean().optional() }).optional(),
});
export type LlamaProps = z.infer<typeof propsAnswer>;

/** Those of the server itself, which prove that it is one. */
export function serverProps(running: Running): Promise<LlamaProps> {
  return ownRoute(running, '/props', propsAnswer);
}

/** Null where the server is none of llama.cpp's. A router asks the child that has the model; others ignore the query. */
export function modelProps(running: Running): Promise<LlamaProps | null> {
  const { model } = running;
  const query = model === null ? '' : `?model=${encodeURIComponent(model)}`;
  return routeIfAny(running, `/props${query}`, propsAnswer);
}

export function refuseBlindModel({ service, model, roles }: Running, props: LlamaProps | null): void {
  if (!roles.includes('vlm') || model === null || props?.modalities?.vision === true) return;
  throw new ServiceFailure(blindModel(service, model));
}

export function propsDetails(props: LlamaProps | null): ServiceDetails {
  return {
    ...numberDetail('contextLength', props?.default_generation_settings.n_ctx),
    ...numberDetail('totalSlots', props?.total_slots),
  };
}
