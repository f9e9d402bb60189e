package main

import (
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
)

func containerResource() *schema.Resource {
	return &schema.Resource{
		SchemaVersion: 2,
		CreateContext: createContainer,
		ReadContext:   readContainer,
		UpdateContext: updateContainer,
		DeleteContext: deleteContainer,
		Timeouts:      containerTimeouts(),
		Schema:        merged(replacing(fixedFields()), changeableFields()),
	}
}

// containerTimeouts has the real provider's defaults.
func containerTimeouts() *schema.ResourceTimeout {
	limit := 20 * time.Minute
	return &schema.ResourceTimeout{Create: &limit, Update: &limit, Delete: &limit}
}

// fixedFields are attributes whose change replaces the container.
func fixedFields() fields {
	return fields{
		"name":          required(schema.TypeString),
		"image":         required(schema.TypeString),
		"command":       optionalComputed(schema.TypeList),
		"env":           optionalComputed(schema.TypeSet),
		"user":          keptWhenUnset(optional(schema.TypeString)),
		"read_only":     defaulting(schema.TypeBool, false),
		"security_opts": optionalComputed(schema.TypeSet),
		"cpus":          optional(schema.TypeString),
		"network_mode":  defaulting(schema.TypeString, "bridge"),
		"stop_signal":   optionalComputed(schema.TypeString),
		"stop_timeout":  optionalComputed(schema.TypeInt),
		"log_driver":    optionalComputed(schema.TypeString),
		"log_opts":      optional(schema.TypeMap),
		"labels":        alsoComputed(labelsBlock()),
		"capabilities":  atMostOne(block(schema.TypeSet, fields{"drop": optional(schema.TypeSet)})),
		"host": block(schema.TypeSet, fields{
			"host": required(schema.TypeString),
			"ip":   required(schema.TypeString),
		}),
		"networks_advanced": block(schema.TypeSet, fields{
			"name":    required(schema.TypeString),
			"aliases": optional(schema.TypeSet),
		}),
		"ports": inAnyOrder(block(schema.TypeList, fields{
			"internal": required(schema.TypeInt),
			"external": optionalComputed(schema.TypeInt),
			"ip":       matching(`^(\d{1,3}\.){3}\d{1,3}$`, "an IPv4 address", defaulting(schema.TypeString, "0.0.0.0")),
		})),
		"volumes": block(schema.TypeSet, fields{
			"volume_name":    optional(schema.TypeString),
			"host_path":      matching(`^(/|[a-zA-Z]:[\\/])`, "an absolute path", optional(schema.TypeString)),
			"container_path": optional(schema.TypeString),
			"read_only":      optional(schema.TypeBool),
		}),
		"upload": block(schema.TypeSet, fields{
			"file":    required(schema.TypeString),
			"content": optional(schema.TypeString),
		}),
	}
}

// changeableFields are attributes that change in place. Docker cannot change tmpfs and healthcheck of a container:
// their change reaches only the state.
func changeableFields() fields {
	return fields{
		"memory":                optional(schema.TypeInt),
		"memory_swap":           optional(schema.TypeInt),
		"restart":               matching(`^(no|on-failure|always|unless-stopped)$`, "no, on-failure, always or unless-stopped", defaulting(schema.TypeString, "no")),
		"must_run":              defaulting(schema.TypeBool, true),
		"wait":                  defaulting(schema.TypeBool, false),
		"wait_timeout":          defaulting(schema.TypeInt, 60),
		"destroy_grace_seconds": optional(schema.TypeInt),
		"tmpfs":                 optional(schema.TypeMap),
		"healthcheck": alsoComputed(atMostOne(block(schema.TypeList, fields{
			"test":         optional(schema.TypeList),
			"interval":     duration(),
			"timeout":      duration(),
			"start_period": duration(),
			"retries":      defaulting(schema.TypeInt, 0),
		}))),
	}
}

func alsoComputed(field *schema.Schema) *schema.Schema {
	field.Computed = true
	return field
}

// keptWhenUnset ignores the removal of a value from the configuration.
func keptWhenUnset(field *schema.Schema) *schema.Schema {
	field.DiffSuppressFunc = func(_, _, configured string, _ *schema.ResourceData) bool { return configured == "" }
	return field
}

func matching(pattern, allowed string, field *schema.Schema) *schema.Schema {
	return checked(field, allowed, regexp.MustCompile(pattern).MatchString)
}

func duration() *schema.Schema {
	return checked(defaulting(schema.TypeString, "0s"), "a duration such as 1m30s", func(text string) bool {
		_, err := time.ParseDuration(text)
		return err == nil
	})
}

func checked(field *schema.Schema, allowed string, valid func(string) bool) *schema.Schema {
	field.ValidateFunc = func(value any, name string) ([]string, []error) {
		if valid(value.(string)) {
			return nil, nil
		}
		return nil, []error{fmt.Errorf("%s must be %s, got %q", name, allowed, value)}
	}
	return field
}
