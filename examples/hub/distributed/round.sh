#!/bin/sh
# One round, from a timer, in the teacher's course folder: what was handed in is collected, graded and given back.
#
#     sh round.sh ps1 tcp://10.0.0.5:8786        (without an address, it is graded on this machine)
set -eu
assignment=$1
released=.round.$assignment  # as old as the pages that were released last
exec 9>.round.lock && flock 9
nbgrader collect "$assignment" --update
autograder grade "$assignment" ${2:+--scheduler "$2"}
autograder feedback "$assignment"
touch "$released.new"
# Only pages that changed: ngshare keeps the files of all pages it ever got.
find feedback -path "feedback/*/$assignment/*.html" $([ ! -e "$released" ] || echo -newer "$released") |
    cut -d / -f 2 | sort -u | while read -r student; do
        nbgrader release_feedback "$assignment" --student "$student"
    done
mv "$released.new" "$released"
