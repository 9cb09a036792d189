import { Fragment } from "react";

/** An ARM id, which breaks between its parts where a line is too short for it. */
export function ResourceId({ id }: { id: string }) {
  return (
    <span className="mono">
      {id.split("/").map((part, index) => (
        <Fragment key={index}>
          {index === 0 ? null : (
            <>
              /<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
