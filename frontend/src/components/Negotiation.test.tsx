import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { NegotiationStep } from "../model/diagnosis";
import { ComparisonTable } from "./ComparisonTable";
import { Negotiation } from "./Negotiation";

const step = (line: number, change: Partial<NegotiationStep> = {}): NegotiationStep => ({
  direction: "sent",
  exchange: "IKE_SA_INIT",
  text: `step ${String(line)}`,
  file: "west.log",
  line,
  ...change,
});
const steps = (count: number) => Array.from({ length: count }, (_, index) => step(index + 1));

function show(element: React.ReactElement) {
  render(<MantineProvider>{element}</MantineProvider>);
  return userEvent.setup();
}

describe("how a negotiation went", () => {
  it("should say which way each message went and where it stopped", () => {
    show(
      <Negotiation
        steps={[
          step(1),
          step(2, { direction: "received" }),
          step(3, { direction: "none", text: "keys differ" }),
        ]}
        stopped
      />,
    );
    const list = within(screen.getByRole("list"));
    expect(list.getByRole("img", { name: "sent" })).toBeVisible();
    expect(list.getByRole("img", { name: "received" })).toBeVisible();
    expect(screen.getAllByRole("listitem").at(-1)).toHaveTextContent(/keys differ.*It stopped here/);
    expect(screen.getAllByText("It stopped here")).toHaveLength(1);
  });

  it("should not call the end of one that came through a stop", () => {
    show(<Negotiation steps={steps(2)} stopped={false} />);
    expect(screen.queryByText("It stopped here")).not.toBeInTheDocument();
  });

  it("should show the last steps of a long one, and the others on request, by keyboard too", async () => {
    const user = show(<Negotiation steps={steps(14)} stopped />);
    expect(screen.getAllByRole("listitem")).toHaveLength(8);
    expect(screen.getByText("step 14")).toBeInTheDocument();
    await user.tab();
    await user.keyboard("{Enter}");
    expect(screen.getAllByRole("listitem")).toHaveLength(14);
    expect(screen.getByRole("list")).toHaveFocus();
  });

  it("should open the log where the step stands", async () => {
    const open = vi.fn();
    const user = show(<Negotiation steps={steps(2)} stopped onOpen={open} />);
    await user.click(screen.getByRole("button", { name: "Open west.log:2 in the log" }));
    expect(open).toHaveBeenCalledWith(expect.objectContaining({ file: "west.log", line: 2 }));
  });
});

describe("both sides of a mismatch", () => {
  it("should tell the fields that agree from those that do not", () => {
    show(
      <ComparisonTable
        rows={[
          { field: "encryption", label: "encryption", ours: ["aes256"], theirs: ["aes128", "3des"] },
          { field: "integrity", label: "integrity", ours: ["sha256"], theirs: ["sha1", "sha256"] },
          { field: "group", label: "Diffie-Hellman group", ours: ["modp2048 (group 14)"], theirs: [] },
        ]}
        here="203.0.113.71"
        peer="198.51.100.24"
      />,
    );
    expect(screen.getByRole("columnheader", { name: "This side 203.0.113.71" })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /encryption.*nothing in common.*aes256/ })).toHaveTextContent(
      "3des",
    );
    expect(screen.getByRole("row", { name: /integrity.*in common/ })).not.toHaveTextContent(
      "nothing in common",
    );
    expect(screen.getByRole("row", { name: /group.*nothing in common/ })).toHaveTextContent("none");
  });
});
