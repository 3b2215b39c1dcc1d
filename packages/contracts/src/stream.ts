import * as z from 'zod'
import { defineEndpoint, type Endpoint, type EndpointDefinition, type ErrorData } from './endpoint.ts'
import { DeskError, dialectOf, TeamError } from './errors.ts'

/** The shape of each frame's data, by the frame's `event:`. */
export type Frames = Readonly<Record<string, z.ZodObject>>

/** An endpoint that answers with server-sent events, as its author writes it. */
export interface StreamDefinition
  extends Omit<EndpointDefinition, 'responses' | 'produces' | 'streams' | 'idempotent' | 'upload' | 'raw'> {
  /**
   * What it sends. An error after the first frame is a last frame, `error`: in the shape of the API's errors, unless a
   * shape is declared here, which `errorData` fills: whether the service ends the stream or the gateway, without it.
   */
  frames: Frames
  errorData?: ErrorData
  /**
   * For a POST: the path of the GET by which an interrupted stream is resumed. Its parameters are fields of the first
   * frame's data.
   */
  resumedAt?: `/${string}`
}

/** A stream with every default decided. */
export type StreamEndpoint<D extends StreamDefinition = StreamDefinition> = Endpoint<
  D & { responses: { 200: z.ZodType<StreamedFrame<D>> } }
>

type StreamedFrame<D extends Pick<StreamDefinition, 'frames'>> = {
  [E in keyof D['frames'] & string]: { event: E; data: z.output<D['frames'][E]>; id?: string | undefined }
}[keyof D['frames'] & string]

/** A frame as clients receive it. `id` is what `Last-Event-ID` resumes after, where the stream can be resumed. */
export type FrameOf<D extends Pick<StreamDefinition, 'frames'>> = Exclude<StreamedFrame<D>, { event: 'error' }>

/** A frame as a handler yields it. */
export type FrameInput<D extends Pick<StreamDefinition, 'frames'>> = {
  [E in keyof D['frames'] & string]: { event: E; data: z.input<D['frames'][E]>; id?: string }
}[keyof D['frames'] & string]

/**
 * Declares a stream once, as `defineEndpoint` does an endpoint: `streamRoute` answers it, the gateway passes it through,
 * `client.stream` iterates over it, and OpenAPI shows it as `text/event-stream` with its frames.
 */
export function defineStream<const D extends StreamDefinition>(definition: D): StreamEndpoint<D> {
  const { frames, errorData } = definition
  if ('error' in frames && !errorData)
    throw new Error(`${definition.name} has an error frame of its own without errorData.`)
  const shapes = Object.entries({ error: dialectOf(definition.path) === 'desk' ? DeskError : TeamError, ...frames })
  const [first, ...rest] = shapes.map(([event, data]) =>
    z.object({ event: z.literal(event), data, id: z.string().optional() }),
  )
  return defineEndpoint({
    ...definition,
    produces: 'text/event-stream',
    streams: true,
    idempotent: false,
    responses: { 200: z.discriminatedUnion('event', [first!, ...rest]) },
  }) as unknown as StreamEndpoint<D>
}
