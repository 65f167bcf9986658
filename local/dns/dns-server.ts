import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { type Answer, decode, encode, type Question, RECURSION_DESIRED } from 'dns-packet';
import type { NameRecord } from './private-names.js';

const TTL_SECONDS = 60;
const NAME_ERROR = 3;

/** A DNS server on loopback: it resolves names of the world, and responds with NXDOMAIN for others. */
export class DnsServer {
  private readonly socket: Socket = createSocket('udp4');
  private isClosed = false;

  /** @param records returns the current records of the world by name */
  constructor(private readonly records: () => ReadonlyMap<string, readonly NameRecord[]>) {
    this.socket.on('message', (message, sender) => this.serve(message, sender));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.bind(0, '127.0.0.1', resolve));
  }

  /** `127.0.0.1:<port>`, in the form that `dns.Resolver.setServers` accepts. */
  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }

  private serve(message: Buffer, sender: RemoteInfo): void {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    const known = this.records().get(question.name.toLowerCase());
    const answers = (known ?? []).flatMap((record) => responsesOf(question, record));
    const isName = known !== undefined && !leadsNowhere(question, answers);
    const reply = encode({
      type: 'response',
      id: query.id ?? 0,
      flags: RECURSION_DESIRED | (isName ? 0 : NAME_ERROR),
      questions: [question],
      answers,
    });
    this.socket.send(reply, sender.port, sender.address);
  }
}

/** A resolver that follows an alias to a nonexistent name responds with NXDOMAIN. */
function leadsNowhere({ type }: Question, answers: readonly Answer[]): boolean {
  return type === 'A' && answers.length > 0 && answers.every((answer) => answer.type === 'CNAME');
}

function responsesOf({ name, type }: Question, record: NameRecord): Answer[] {
  const common = { name, ttl: TTL_SECONDS };
  switch (record.kind) {
    case 'service':
      if (type !== 'SRV') return [];
      return record.targets.map(({ host, port }) => ({
        ...common,
        type: 'SRV',
        data: { target: host, port, priority: 0, weight: 0 },
      }));
    case 'text':
      return type === 'TXT' ? [{ ...common, type: 'TXT', data: record.text }] : [];
    case 'host':
      return type === 'A' ? addresses(name, record.addresses) : [];
    case 'alias':
      if (type !== 'A' && type !== 'CNAME') return [];
      return [
        { ...common, type: 'CNAME', data: record.canonical },
        ...(type === 'A' ? addresses(record.canonical, record.addresses) : []),
      ];
  }
}

function addresses(name: string, values: readonly string[]): Answer[] {
  return values.map((data) => ({ name, ttl: TTL_SECONDS, type: 'A', data }));
}
