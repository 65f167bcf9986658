import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was put to a response URL. */
export interface ReceivedResponse {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason: string;
  readonly physicalId: string;
  readonly requestId: string;
  readonly data: Readonly<Record<string, string>>;
}

const LIMIT_BYTES = 4096;

/** The presigned URLs of S3 to which custom resources answer: a PUT with an empty content type, 4 KB at most. */
export class ResponseServer {
  readonly received: ReceivedResponse[] = [];
  /** The next answers are refused with 503. */
  refusals = 0;
  /** Whether a URL says when it was signed: seen so, and promised nowhere. */
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

  /** Called once, with the first response. */
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
    // The signature covers an empty content type.
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
