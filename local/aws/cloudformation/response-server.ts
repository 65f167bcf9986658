import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A response that was put to a response URL. */
export interface ReceivedResponse {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason: string;
  readonly physicalId: string;
  readonly requestId: string;
  readonly data: Readonly<Record<string, string>>;
}

const LIMIT_BYTES = 4096;

/**
 * The presigned S3 URLs to which custom resources send responses: a PUT with an empty content type and at most 4 KB.
 */
export class ResponseServer {
  readonly received: ReceivedResponse[] = [];
  /** Number of responses that are refused with 503 from now on. */
  refusals = 0;
  /** Whether a URL contains the time of its signature. It does in practice, but this is not documented. */
  isDated = true;
  private readonly waiting = new Map<string, (reply: ReceivedResponse) => void>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void this.take(request).then((status) => {
        response.writeHead(status);
        response.end();
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** @param issuedAt world time, milliseconds */
  urlFor(requestId: string, issuedAt: number): string {
    const { port } = this.server.address() as AddressInfo;
    const date = new Date(issuedAt).toISOString().replace(/[-:]|\.\d+/g, '');
    const signed = this.isDated ? `X-Amz-Date=${date}&X-Amz-Expires=7200&` : '';
    return `http://127.0.0.1:${port}/response/${requestId}?${signed}X-Amz-Signature=s3cr3t-signature`;
  }

  /** Calls the listener once, with the first response. */
  onResponse(requestId: string, listener: (reply: ReceivedResponse) => void): void {
    this.waiting.set(requestId, listener);
  }

  private async take(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.refusals > 0) {
      this.refusals -= 1;
      return 503;
    }
    // The signature includes the empty content type.
    if (request.method !== 'PUT' || (request.headers['content-type'] ?? '') !== '') return 403;
    if (body.byteLength > LIMIT_BYTES) return 400;
    const document = JSON.parse(body.toString('utf8'));
    const reply: ReceivedResponse = {
      status: document.Status,
      reason: document.Reason ?? '',
      physicalId: document.PhysicalResourceId,
      requestId: document.RequestId,
      data: document.Data ?? {},
    };
    this.received.push(reply);
    this.waiting.get(reply.requestId)?.(reply);
    this.waiting.delete(reply.requestId);
    return 200;
  }
}
