# What the workshop's commands need, in bash and zsh. Type this first, in each new terminal:
#   . docs/workshop/terminal.sh
# Where several people share one machine, each names an environment and a port before it:
#   export BLUEPRINT_ENVIRONMENT=anna BLUEPRINT_PORT=8100
export BLUEPRINT_ENVIRONMENT="${BLUEPRINT_ENVIRONMENT:-shop}"
export BLUEPRINT_PORT="${BLUEPRINT_PORT:-8080}"
SHOP="http://localhost:$BLUEPRINT_PORT"

# The container of a server of your environment: server app-1
server() {
  docker ps --all --quiet \
    --filter "label=blueprint.environment=$BLUEPRINT_ENVIRONMENT" --filter "label=blueprint.server=$1"
}

# Your servers, whether they run, and since when.
servers() {
  docker ps --all --filter "label=blueprint.environment=$BLUEPRINT_ENVIRONMENT" \
    --format 'table {{.Label "blueprint.server"}}\t{{.Status}}'
}

echo "environment $BLUEPRINT_ENVIRONMENT, the shop is at $SHOP"
