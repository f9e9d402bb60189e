#!/bin/sh
# Sends Alertmanager a fault's alert and the alerts that follow from it, and prints those that are not inhibited.
set -eu
url=http://127.0.0.1:9093

alertmanager --config.file=/etc/alertmanager.yml --storage.path=/tmp \
    --cluster.listen-address= --web.listen-address=127.0.0.1:9093 > /tmp/log 2>&1 &
until busybox wget -qO /dev/null $url/-/ready 2> /dev/null; do sleep 0.1; done

add() {
    amtool alert add --alertmanager.url=$url "$@"
}
add alertname=ServerDown role=cache severity=page
add alertname=TargetGone role=cache severity=ticket
add alertname=TargetGone role=web severity=ticket
add alertname=CacheDown role=cache severity=ticket
add alertname=PublicAddressDown severity=page
add alertname=ErrorBudgetBurn severity=page
add alertname=ErrorBudgetBurn severity=ticket

amtool alert query --alertmanager.url=$url --active --output=extended \
    | sed -nE 's/.*alertname="(TargetGone)".*role="(\w+)".*/\1 \2/p; t; s/.*alertname="(\w+)".*/\1/p'
