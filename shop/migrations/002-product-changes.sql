-- Notifies listeners of changed products, with their old and new categories.
CREATE FUNCTION tell_product_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('product_changes', json_build_object(
    'ids', array_remove(ARRAY[OLD.id, NEW.id], NULL),
    'categories', array_remove(ARRAY[OLD.category, NEW.category], NULL)
  )::text);
  RETURN NULL;
END
$$;

CREATE TRIGGER product_changed AFTER INSERT OR UPDATE OR DELETE ON products
  FOR EACH ROW EXECUTE FUNCTION tell_product_change();

-- An empty payload means that any product may have changed.
CREATE FUNCTION tell_products_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('product_changes', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER products_truncated AFTER TRUNCATE ON products
  FOR EACH STATEMENT EXECUTE FUNCTION tell_products_truncated();
