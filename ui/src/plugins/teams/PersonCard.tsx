import { useQuery } from '@tanstack/react-query';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { EntityLink } from '../../shared/kit/EntityLink';
import { Panel } from '../../shared/kit/Panel';
import type { PageEntity } from '../../shell/plugin';
import { profileOf } from './profile';
import { person } from './queries';

export default function PersonCard({ entity }: { entity: PageEntity }) {
  const query = useQuery(person(entity.ref, useInstant()));
  return (
    <Panel title="Person">
      <Answer query={query} what="The person" lines={3}>
        {({ entity: read }) => {
          const { displayName, email } = profileOf(read?.spec);
          const list = (
            title: string,
            relations: { targetRef: string; target?: { title: string } | null | undefined }[],
          ) =>
            relations.length > 0 && (
              <>
                <h3>{title}</h3>
                <ul>
                  {relations.map(({ targetRef, target }) => (
                    <li key={targetRef}>
                      <EntityLink entityRef={targetRef} title={target?.title} />
                    </li>
                  ))}
                </ul>
              </>
            );
          return (
            <>
              {displayName && <p>{displayName}</p>}
              {email && <a href={`mailto:${email}`}>{email}</a>}
              {list('Member of', read?.memberOf.nodes ?? [])}
              {list('Owns', read?.ownerOf.nodes ?? [])}
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}
