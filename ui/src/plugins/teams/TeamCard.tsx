import { Link } from '@tanstack/react-router';
import { Panel } from '../../shared/kit/Panel';
import type { PageEntity } from '../../shell/plugin';

export default function TeamCard({ entity }: { entity: PageEntity }) {
  return (
    <Panel title="Team">
      <Link to="/team/$namespace/$name" params={{ namespace: entity.namespace, name: entity.name }}>
        What {entity.title} owns, and who is in it
      </Link>
    </Panel>
  );
}
