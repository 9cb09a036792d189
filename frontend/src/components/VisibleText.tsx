import { visiblePieces } from "../model/logText";
import styles from "./VisibleText.module.css";

/** Text of unknown origin as text nodes, with the characters that hide or deceive spelt out. */
export function VisibleText({ text }: { text: string }) {
  return (
    <bdi>
      {visiblePieces(text).map((piece, index) =>
        piece.hidden ? (
          <span key={index} className={styles.hidden}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
