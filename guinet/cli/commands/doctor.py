"""Say what works on this machine, and how to mend what does not."""

from __future__ import annotations

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet.cli.diagnosis import diagnose
    from guinet.cli.output import print_json

    findings = diagnose()
    if options.json:
        print_json(
            {"findings": [{"what": f.what, "ok": f.ok, "detail": f.detail, "remedy": f.remedy} for f in findings]}
        )
    else:
        for finding in findings:
            print(f"{'ok  ' if finding.ok else 'FAIL'} {finding.what}: {finding.detail}")
            if finding.remedy:
                print(f"     remedy: {finding.remedy}")
    return 0 if all(finding.ok for finding in findings) else 1
